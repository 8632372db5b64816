/** @module Copies text to the clipboard, also on plain http, where browsers hide the clipboard. */

export async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  // Deprecated, but the only way outside a secure context.
  const copied = document.execCommand('copy');
  area.remove();
  if (!copied) throw new Error('The browser did not copy');
}
