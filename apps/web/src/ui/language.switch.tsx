/** @module Choosing another language; the choice is kept in this browser. */
import { type ChangeEvent } from 'react';
import { keepLanguage } from '../texts/kept.language.js';
import { isLanguage, LANGUAGES } from '../texts/language.js';
import { currentLanguage, setLanguage, texts } from '../texts/texts.js';
import { useAction } from './action.hook.js';

export function LanguageSwitch() {
  const changing = useAction();
  const choose = ({ currentTarget: { value } }: ChangeEvent<HTMLSelectElement>): void => {
    if (!isLanguage(value)) return;
    changing.run(async () => {
      await setLanguage(value, navigator.languages);
      keepLanguage(value);
    });
  };
  return (
    <select
      className="input language-switch"
      aria-label={texts.common.language}
      value={currentLanguage()}
      disabled={changing.busy}
      onChange={choose}
    >
      {Object.entries(LANGUAGES).map(([language, { name }]) => (
        <option key={language} value={language} lang={language}>
          {name}
        </option>
      ))}
    </select>
  );
}
