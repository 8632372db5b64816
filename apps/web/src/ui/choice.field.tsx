/** @module One of several, each with its name and, where it needs one, a sentence about it. */
import { useId } from 'react';

interface ChoiceFieldProps<T extends string> {
  readonly legend: string;
  readonly options: readonly T[];
  readonly labels: Readonly<Record<T, string>>;
  readonly hints?: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

export function ChoiceField<T extends string>({
  legend,
  options,
  labels,
  hints,
  value,
  onChange,
}: ChoiceFieldProps<T>) {
  const group = useId();
  return (
    <fieldset>
      <legend className="field-label">{legend}</legend>
      {options.map((option) => (
        <label key={option} className="choice">
          <input
            type="radio"
            name={group}
            aria-labelledby={`${group}-${option}`}
            aria-describedby={hints && `${group}-${option}-hint`}
            checked={value === option}
            onChange={() => onChange(option)}
          />
          <span>
            <span id={`${group}-${option}`} className="choice-label">
              {labels[option]}
            </span>
            {hints ? (
              <span id={`${group}-${option}-hint`} className="soft small choice-hint">
                {hints[option]}
              </span>
            ) : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
