/** @module A disclosure as one file: its JSON for programs, the same as a page for people. */
import { crc32 } from 'node:zlib';
import type { PrintLanguage } from '@visage/contracts/print.texts';
import { ZipLayout } from '../zip/zip.layout.js';
import { disclosureHtml, type Json } from './disclosure.html.js';

/** @param data rows as they are stored: dates and large numbers become what JSON has for them */
export function disclosureZip(data: object, madeAt: Date, language: PrintLanguage): Buffer {
  const json = JSON.stringify({ madeAt, ...data }, plain, 2);
  const { madeAt: moment, ...fields } = JSON.parse(json) as Record<string, Json> & { madeAt: string };
  const files = [
    { name: 'data.json', content: Buffer.from(`${json}\n`) },
    { name: 'data.html', content: Buffer.from(disclosureHtml(fields, moment, language)) },
  ];
  const layout = new ZipLayout(
    files.map(({ name, content }) => ({
      name,
      size: content.length,
      crc32: crc32(content),
      modifiedAt: madeAt,
    })),
  );
  const parts = [...layout.segments()].map((segment) =>
    segment.kind === 'bytes'
      ? segment.bytes
      : (files[segment.entry]?.content.subarray(segment.start, segment.end + 1) ?? Buffer.alloc(0)),
  );
  return Buffer.concat(parts);
}

function plain(_field: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
