/** @module The style of index.html: for phones and desktops, light or dark as the system is. */

export const galleryStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fafaf7, #121314);
  --card: light-dark(#fff, #1c1e20);
  --ink: light-dark(#1d1f21, #ecedee);
  --quiet: light-dark(#6b6f76, #9aa0a6);
  --line: light-dark(#e4e4de, #2c2f33);
  --accent: light-dark(#c2410c, #fb923c);
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
header {
  position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: .4rem 1.2rem;
  padding: .7rem clamp(1rem, 4vw, 3rem); background: color-mix(in srgb, var(--paper) 88%, transparent);
  backdrop-filter: blur(12px); border-bottom: 1px solid var(--line);
}
header h1 { margin: 0; font-size: 1.15rem; letter-spacing: -.01em; }
header p { margin: 0; color: var(--quiet); font-size: .9rem; }
a { color: inherit; text-decoration: none; }
nav { display: flex; flex-wrap: wrap; gap: .25rem; margin-right: auto; }
nav a { padding: .25rem .7rem; border-radius: 99px; font-size: .92rem; color: var(--quiet); }
nav a b { font-weight: 600; font-size: .8em; opacity: .75; margin-left: .15rem; }
nav a:hover { background: var(--line); }
nav a[aria-current] { background: var(--ink); color: var(--paper); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.switch { font-size: .9rem; color: var(--quiet); cursor: pointer; user-select: none; }
.switch input { accent-color: var(--accent); vertical-align: -1px; }
main { padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem; outline: none; }
h2 { margin: 0 0 1rem; font-size: 1.5rem; letter-spacing: -.02em; display: flex; align-items: center; gap: .9rem; }
h2 img { width: 64px; height: 64px; border-radius: 50%; object-fit: cover; }
h2 small { font-size: .95rem; font-weight: 400; color: var(--quiet); letter-spacing: 0; }
.people { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(150px, 42vw), 1fr)); gap: 1.1rem; }
.person {
  display: block; background: var(--card); border: 1px solid var(--line); border-radius: 16px; overflow: hidden;
  transition: transform .15s, box-shadow .15s;
}
.person:hover { transform: translateY(-3px); box-shadow: 0 8px 24px rgb(0 0 0 / .12); }
.person img { display: block; width: 100%; aspect-ratio: 1; object-fit: cover; background: var(--line); }
.person span { display: block; padding: .55rem .8rem 0; font-weight: 600; overflow-wrap: anywhere; }
.person small { display: block; padding: 0 .8rem .7rem; color: var(--quiet); }
.photos { display: flex; flex-wrap: wrap; gap: 8px; }
.photos::after { content: ''; flex: 1e6 0 0; }
.photo {
  position: relative; display: block; padding: 0; border: 0; background: var(--line); border-radius: 8px;
  overflow: hidden; cursor: zoom-in; max-width: 100%; min-width: 60px;
}
.photo > img { display: block; width: 100%; height: 100%; object-fit: fill; }
.face { position: absolute; border: 2px solid #fff; border-radius: 4px; box-shadow: 0 0 0 1px rgb(0 0 0 / .45); }
.face.chosen { border-color: #fb923c; }
.hidden-boxes .face { display: none; }
dialog {
  border: 0; padding: 0; margin: 0; width: 100vw; height: 100dvh; max-width: none; max-height: none;
  background: #0c0d0e; color: #eee; outline: none;
}
.stage { position: absolute; inset: 0 0 3.4rem; display: grid; place-items: center; overflow: hidden; }
.frame { position: relative; }
.frame img { display: block; width: 100%; height: 100%; }
.face b {
  position: absolute; left: 50%; top: 100%; transform: translate(-50%, 4px); padding: 0 .5rem; border-radius: 99px;
  background: rgb(0 0 0 / .72); color: #fff; font: 500 .8rem/1.6 system-ui, sans-serif; white-space: nowrap;
}
.face.low b { top: auto; bottom: 100%; transform: translate(-50%, -4px); }
.many .face:not(.chosen, :hover, :focus-visible) b { display: none; }
.face:is(:hover, :focus-visible) { z-index: 1; border-color: var(--accent); }
.bar {
  position: absolute; inset: auto 0 0; height: 3.4rem; padding: 0 1rem; display: flex; align-items: center; gap: .6rem;
  background: #16181a;
}
.bar span { margin-right: auto; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar button, .bar a {
  border: 0; border-radius: 99px; padding: .35rem .9rem; background: #2b2e32; color: #eee; font: inherit; cursor: pointer;
  white-space: nowrap;
}
table { border-collapse: collapse; width: 100%; background: var(--card); border-radius: 12px; overflow: hidden; }
th, td { text-align: left; padding: .6rem .9rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td { overflow-wrap: anywhere; }
.empty { color: var(--quiet); }
@media (max-width: 560px) {
  .bar .wide, header p { display: none; }
  header h1 { margin-right: auto; }
  nav { order: 3; width: 100%; flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
  nav a { white-space: nowrap; padding: .25rem .55rem; font-size: .88rem; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
`;
