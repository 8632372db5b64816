/** @module The script inside index.html: plain browser JavaScript; names are only ever set as text. */

export const galleryScript = String.raw`
'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const view = document.getElementById('view');
const viewer = document.getElementById('viewer');
const PAGE = 120;

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
function count(n, one, many) { return n + ' ' + (n === 1 ? one : many); }
function personName(index) { return data.people[index] ? data.people[index].name : ''; }

/* Beyond so many names one could not see the photo: then a name shows when its box is pointed at. */
const NAMES = 25;

function drawFaces(holder, photo, chosen, named) {
  holder.classList.toggle('many', photo.faces.length > NAMES);
  photo.faces.forEach(([x, y, width, height, person]) => {
    const box = named && person >= 0
      ? make('a', { href: '#person/' + person, onclick: () => viewer.close() })
      : make('span', {});
    box.className = 'face';
    if (person === chosen && chosen >= 0) box.classList.add('chosen');
    if (y + height > 0.93 * photo.height) box.classList.add('low');
    box.style.left = 100 * x / photo.width + '%';
    box.style.top = 100 * y / photo.height + '%';
    box.style.width = 100 * width / photo.width + '%';
    box.style.height = 100 * height / photo.height + '%';
    if (named) box.append(make('b', { textContent: person >= 0 ? personName(person) : 'nobody known' }));
    else box.title = personName(person);
    holder.append(box);
  });
}

function photoGrid(indices, chosen) {
  const grid = make('div', { className: 'photos' });
  const end = make('div', {});
  let shown = 0;
  const more = () => {
    indices.slice(shown, shown + PAGE).forEach((index, offset) => {
      const photo = data.photos[index];
      const place = shown + offset;
      const ratio = photo.width / photo.height;
      const button = make('button', { className: 'photo', title: photo.file, onclick: () => openViewer(indices, place, chosen) },
        make('img', { src: photo.thumbnail, alt: photo.file, loading: 'lazy', decoding: 'async' }));
      button.style.flex = ratio + ' 1 ' + Math.round(ratio * 220) + 'px';
      button.style.aspectRatio = String(ratio);
      drawFaces(button, photo, chosen, false);
      grid.append(button);
    });
    shown = Math.min(indices.length, shown + PAGE);
    if (shown === indices.length) watcher.disconnect();
  };
  const watcher = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) more();
  }, { rootMargin: '800px' });
  more();
  watcher.observe(end);
  return make('section', {}, grid, end);
}

function shownInBrowser(href) { return /\.(jpe?g|jfif|png|gif|webp|avif)$/i.test(href); }

function openViewer(indices, start, chosen) {
  let place = start;
  const draw = () => {
    const photo = data.photos[indices[place]];
    const stage = make('div', { className: 'stage' });
    const frame = make('div', { className: 'frame' },
      make('img', { src: shownInBrowser(photo.href) ? photo.href : photo.thumbnail, alt: photo.file }));
    const scale = Math.min(innerWidth / photo.width, (innerHeight - 56) / photo.height);
    frame.style.width = photo.width * scale + 'px';
    frame.style.height = photo.height * scale + 'px';
    drawFaces(frame, photo, chosen, true);
    stage.append(frame);
    const step = (by) => { place = (place + by + indices.length) % indices.length; draw(); };
    viewer.replaceChildren(stage, make('div', { className: 'bar' },
      make('span', { textContent: photo.file }),
      make('small', { className: 'wide', textContent: (place + 1) + ' of ' + indices.length }),
      make('a', { href: photo.href, target: '_blank', textContent: 'Original' }),
      make('button', { textContent: '‹', ariaLabel: 'Previous', onclick: () => step(-1) }),
      make('button', { textContent: '›', ariaLabel: 'Next', onclick: () => step(1) }),
      make('button', { textContent: 'Close', onclick: () => viewer.close() })));
    viewer.onkeydown = (event) => {
      if (event.key === 'ArrowLeft') step(-1);
      if (event.key === 'ArrowRight') step(1);
    };
    // The pressed button is gone: without this the arrow keys would be too.
    if (viewer.open) viewer.focus();
  };
  draw();
  addEventListener('resize', draw);
  viewer.onclose = () => { removeEventListener('resize', draw); viewer.replaceChildren(); };
  viewer.showModal();
  viewer.focus();
}

function heading(text, detail, image) {
  const title = make('h2', {}, text);
  if (image) title.prepend(make('img', { src: image, alt: '' }));
  if (detail) title.append(make('small', { textContent: detail }));
  return title;
}
function empty(text) { return make('p', { className: 'empty', textContent: text }); }

const views = {
  people() {
    if (data.people.length === 0) return [empty('No people were found in these photos.')];
    const grid = make('div', { className: 'people' });
    data.people.forEach((person, index) => grid.append(make('a', { className: 'person', href: '#person/' + index },
      make('img', { src: person.cover, alt: '', loading: 'lazy' }),
      make('span', { textContent: person.name }),
      make('small', { textContent: count(person.photos.length, 'photo', 'photos') }))));
    return [grid];
  },
  person(index) {
    const person = data.people[index];
    if (!person) return views.people();
    return [heading(person.name, count(person.photos.length, 'photo', 'photos'), person.cover), photoGrid(person.photos, index)];
  },
  photos() { return [heading('All photos'), photoGrid(data.photos.map((_, index) => index), -1)]; },
  without() {
    const indices = data.photos.flatMap((photo, index) => photo.faces.length === 0 ? [index] : []);
    return [heading('Photos without faces'), indices.length ? photoGrid(indices, -1) : empty('Every photo has a face.')];
  },
  unreadable() {
    if (data.errors.length === 0) return [heading('Unreadable'), empty('Every file could be read.')];
    const body = make('tbody', {});
    data.errors.forEach(({ file, reason }) => body.append(make('tr', {},
      make('td', { textContent: file }), make('td', { textContent: reason }))));
    return [heading('Unreadable'), make('table', {},
      make('thead', {}, make('tr', {}, make('th', { textContent: 'File' }), make('th', { textContent: 'Reason' }))), body)];
  },
};

function show() {
  const [name, index] = location.hash.slice(1).split('/');
  const draw = Object.hasOwn(views, name) ? views[name] : views.people;
  view.replaceChildren(...draw(Number(index)));
  document.querySelectorAll('nav a').forEach((link) => {
    const here = link.hash === '#' + (name === 'person' || !Object.hasOwn(views, name) ? 'people' : name);
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
    if (here) link.parentElement.scrollLeft = link.offsetLeft - link.parentElement.offsetLeft - 24;
  });
  scrollTo(0, 0);
}
document.getElementById('boxes').onchange = (event) => {
  document.body.classList.toggle('hidden-boxes', !event.target.checked);
};
addEventListener('hashchange', show);
show();
`;
