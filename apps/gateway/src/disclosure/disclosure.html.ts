/** @module A disclosure for people: every field of it under its name, on one page without scripts, pictures or links. */
import type { PrintLanguage } from '@visage/contracts/print.texts';
import { DISCLOSURE_TEXTS, type DisclosureTexts } from './disclosure.texts.js';

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** @param madeAt ISO 8601 */
export function disclosureHtml(
  data: Readonly<Record<string, Json>>,
  madeAt: string,
  language: PrintLanguage,
): string {
  const texts = DISCLOSURE_TEXTS[language];
  const sections = Object.entries(data).map(
    ([field, value]) =>
      `<section><h2>${escaped(nameOf(field, texts))}</h2>${shown(value, texts, language)}</section>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(texts.title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(texts.title)}</h1><p>${escaped(texts.intro)}</p>
<p>${escaped(texts.made(momentOf(madeAt, language)))}</p>
${sections.join('\n')}
</body></html>
`;
}

function shown(value: Json, texts: DisclosureTexts, language: PrintLanguage): string {
  if (value === null) return `<span class="none">${escaped(texts.none)}</span>`;
  if (typeof value === 'boolean') return escaped(value ? texts.yes : texts.no);
  if (typeof value === 'string') return escaped(MOMENT.test(value) ? momentOf(value, language) : value);
  if (typeof value === 'number') return String(value);
  if (isList(value)) return listed(value, texts, language);
  const rows = Object.entries(value).map(([field, inner]) => {
    const told = field === LOGGED ? loggedAs(inner) : shown(inner, texts, language);
    return `<dt>${escaped(nameOf(field, texts))}</dt><dd>${told}</dd>`;
  });
  return rows.length === 0 ? escaped(texts.none) : `<dl>${rows.join('')}</dl>`;
}

/** What the log says of a deed has the names of the log, as administrators see it. */
const LOGGED = 'detail';

function loggedAs(detail: Json): string {
  return escaped(
    Object.entries(detail ?? {})
      .map(([name, value]) => `${name}=${String(value)}`)
      .join('; '),
  );
}

/** Of photos, how many there are; their numbers are told when asked for. */
function listed(values: readonly Json[], texts: DisclosureTexts, language: PrintLanguage): string {
  if (values.length === 0) return `<span class="none">${escaped(texts.none)}</span>`;
  if (values.every((value) => typeof value === 'string')) {
    const all = values.map((value) => `<li>${escaped(value)}</li>`).join('');
    if (!values.every((value) => UUID.test(value))) return `<ul>${all}</ul>`;
    return `<details><summary>${escaped(texts.photos(values.length))}</summary><ul>${all}</ul></details>`;
  }
  return values.map((value) => `<div class="entry">${shown(value, texts, language)}</div>`).join('');
}

/** A field that has no name yet is shown under its own. */
const nameOf = (field: string, { fields }: DisclosureTexts): string => fields[field] ?? field;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function momentOf(moment: string, language: PrintLanguage): string {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'medium',
    timeZone: 'UTC',
  });
  return `${format.format(new Date(moment))} UTC`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#231d1a}
h2{margin-top:2rem;border-bottom:1px solid #ccc}dl{display:grid;grid-template-columns:minmax(8rem,16rem) 1fr;gap:.25rem 1rem;margin:0}
dt{color:#655a53}dd{margin:0;overflow-wrap:anywhere}.entry{border-left:3px solid #ddd;padding-left:.75rem;margin:.75rem 0}.none{color:#655a53}
@media(max-width:32rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}`;
