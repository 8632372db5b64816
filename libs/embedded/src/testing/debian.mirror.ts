/** @module Fake apt and dpkg that need no network, for the tests of this library. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';

/**
 * Replaces apt and dpkg: files say what the mirror has and how it fails. A package is a file of its name, which is
 * unpacked as a program and a library.
 */
const STAND_IN = `#!/bin/sh
name=\${0##*/}
echo "$name $*" >> "$MIRROR/calls"
says() { [ -e "$MIRROR/$1" ] && { cat "$MIRROR/$1" >&2; return 0; }; return 1; }
lists= ; after=
for word in "$@"; do
  case "$word" in Dir::State::Lists=*) lists=\${word#*=} ;; esac
  [ -n "$after" ] && { says "refuses-$word" && exit 100; : > "$word.deb"; }
  case "$word" in download) [ -z "$lists" ] && says system-lists-are-old && exit 100; after=yes ;; esac
done
case "$name $* " in
  "apt-get --version ") exit 0 ;;
  "apt-get "*" update ") says is-away || echo Package > "$lists/mirror_Packages" ;;
  "apt-get "*" --simulate "*) [ -z "$lists" ] && says system-lists-are-old && exit 100; says refuses-to-install && exit 100; cat "$MIRROR/installs" ;;
  "apt-cache "*) says knows-nothing && exit 100; cat "$MIRROR/depends" ;;
  "dpkg-query "*) cat "$MIRROR/installed" ;;
  "dpkg-deb -x "*) says is-broken && exit 2
    package=\${2##*/}; package=\${package%.deb}
    mkdir -p "$3/usr/bin" "$3/usr/lib/x86_64-linux-gnu"
    cat "$MIRROR/holds-$package" > "$3/usr/bin/$package" 2> /dev/null
    chmod 755 "$3/usr/bin/$package" ;;
esac
exit 0
`;

export interface DebianMirror {
  /** Folder of the programs. */
  programs: string;
  /** Sets what it has or how it fails; without `text` it fails with its own name as the reason. */
  says(what: string, text?: string): Promise<void>;
  saysNoMore(what: string): Promise<void>;
  /** What apt and dpkg were asked since the last call, without what root adds, and with `folder` left out of paths. */
  calls(): Promise<string[]>;
}

/** Puts the programs first on PATH until the environment is unstubbed. Everything is in `folder`. */
export async function openDebianMirror(folder: string): Promise<DebianMirror> {
  const [mirror, programs] = [join(folder, 'mirror'), join(folder, 'programs')];
  await mkdir(mirror);
  await mkdir(programs);
  for (const name of ['apt-get', 'apt-cache', 'dpkg-query', 'dpkg-deb'])
    await writeFile(join(programs, name), STAND_IN, { mode: 0o755 });
  vi.stubEnv('MIRROR', mirror);
  vi.stubEnv('PATH', `${programs}:/usr/bin:/bin`);
  return {
    programs,
    says: (what, text = `E: ${what}`) => writeFile(join(mirror, what), text),
    saysNoMore: (what) => rm(join(mirror, what)),
    calls: async () => {
      const text = await readFile(join(mirror, 'calls'), 'utf8').catch(() => '');
      await rm(join(mirror, 'calls'), { force: true });
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => line.replace(' -o APT::Sandbox::User=root', '').replaceAll(folder, ''));
    },
  };
}
