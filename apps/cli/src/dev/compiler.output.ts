/** @module What `tsc --build --watch --listEmittedFiles` says, line by line: what it wrote, what is wrong, when a round is over. */

import { sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** One pass of the compiler over what has changed. Packages are folders such as `libs/crypto`. */
export interface CompilerRound {
  /** Packages of which scripts were written; new declarations alone change nothing that runs. */
  written: ReadonlySet<string>;
  /** Packages that do not compile. */
  wrong: ReadonlySet<string>;
  errors: number;
}

const WRITTEN = /^TSFILE: (.+\.js)$/;
/** Plain and with colours: `libs/a/src/b.ts(1,2): error TS1: ...`, `libs/a/src/b.ts:1:2 - error TS1: ...`. */
const ERROR = /^(\S.*?)(?:\(\d+,\d+\): |:\d+:\d+ - )error TS\d+: /;
const OVER = /Found (\d+) errors?\. Watching for file changes\.$/;
const CHATTER = /^TSFILE: |(?:Starting (?:incremental )?compilation|Watching for file changes)[ .]/;
const PACKAGE = /^(?:apps|libs)\/[^/]+/;

export class CompilerOutput {
  private written = new Set<string>();
  private wrong = new Set<string>();

  /** @param root the repository's folder, in which the compiler runs. */
  constructor(private readonly root: string) {}

  /** @returns whether people want to see the line, and the round that it ended, if it did. */
  read(line: string): { forPeople: boolean; round?: CompilerRound } {
    const text = stripVTControlCharacters(line).trimEnd();
    const over = OVER.exec(text);
    if (over) {
      const round = { written: this.written, wrong: this.wrong, errors: Number(over[1]) };
      this.written = new Set();
      this.wrong = new Set();
      return { forPeople: false, round };
    }
    this.note(this.written, WRITTEN.exec(text)?.[1]);
    this.note(this.wrong, ERROR.exec(text)?.[1]);
    return { forPeople: text !== '' && !CHATTER.test(text) };
  }

  private note(packages: Set<string>, file: string | undefined): void {
    const inside = file?.startsWith(this.root) ? file.slice(this.root.length) : file;
    const name = PACKAGE.exec(inside?.replaceAll(sep, '/').replace(/^\//, '') ?? '')?.[0];
    if (name !== undefined) packages.add(name);
  }
}
