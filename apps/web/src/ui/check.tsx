/** @module A tick box with its name and a sentence about it. */
import { useId } from 'react';

interface CheckProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Check({ label, hint, checked, onChange }: CheckProps) {
  const id = useId();
  return (
    <label className="choice">
      <input
        type="checkbox"
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        <span id={`${id}-label`} className="choice-label">
          {label}
        </span>
        {hint ? (
          <span id={`${id}-hint`} className="soft small choice-hint">
            {hint}
          </span>
        ) : null}
      </span>
    </label>
  );
}
