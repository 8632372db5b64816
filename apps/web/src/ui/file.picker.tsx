/** @module A file input that looks and works like a button. */
import { type ChangeEvent, type InputHTMLAttributes, useId } from 'react';
import { Icon, type IconName } from './icon.js';

interface FilePickerProps extends Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'accept' | 'multiple' | 'capture' | 'disabled'
> {
  readonly label: string;
  readonly icon: IconName;
  readonly look?: 'plain' | 'primary';
  /** Picks a whole folder with everything below it. */
  readonly folder?: boolean;
  readonly onFiles: (files: File[]) => void;
}

export function FilePicker({
  label,
  icon,
  look = 'plain',
  folder = false,
  onFiles,
  ...input
}: FilePickerProps) {
  const id = useId();
  const pick = (event: ChangeEvent<HTMLInputElement>): void => {
    const files = Array.from(event.currentTarget.files ?? []);
    // Cleared, so that picking the same file again fires a change again.
    event.currentTarget.value = '';
    if (files.length > 0) onFiles(files);
  };
  const setFolder = (element: HTMLInputElement | null): void => {
    if (element) element.webkitdirectory = folder;
  };
  return (
    <span className="picker">
      <input {...input} ref={setFolder} id={id} type="file" className="picker-input" onChange={pick} />
      <label htmlFor={id} className={look === 'primary' ? 'button button-primary button-large' : 'button'}>
        <Icon name={icon} />
        {label}
      </label>
    </span>
  );
}
