/** @module A labelled input with its error. */
import { type InputHTMLAttributes, useId } from 'react';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  /** Shown softly beside the label; not part of the field's name. */
  readonly note?: string;
  readonly error?: string | undefined;
}

export function Field({ label, note, error, className = '', ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <div className="row">
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
        {note ? <span className="soft small">{note}</span> : null}
      </div>
      <input
        {...input}
        id={id}
        className={`input ${className}`.trim()}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
      />
      {error ? (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      ) : null}
    </div>
  );
}
