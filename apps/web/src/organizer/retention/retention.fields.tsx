/** @module The two questions about how long an event is kept, asked when it is made and when that changes. */
import { texts } from '../../texts/texts.js';
import { Field } from '../../ui/field.js';

interface DaysFieldProps {
  /** As typed. */
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

export function FacesDaysField({ value, max, error, onChange }: DaysFieldProps & { readonly max: number }) {
  return (
    <Field
      label={texts.retention.facesDays}
      note={texts.retention.facesDaysNote}
      type="number"
      required
      min={1}
      max={max}
      step={1}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Empty = no end. */
export function PhotosDaysField({ value, error, onChange }: DaysFieldProps) {
  return (
    <Field
      label={texts.retention.photosDays}
      note={texts.retention.photosDaysNote}
      type="number"
      min={1}
      max={36_500}
      step={1}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
