/** @module A button with an icon and a busy state. */
import type { ButtonHTMLAttributes } from 'react';
import { Icon, type IconName } from './icon.js';

type Look = 'plain' | 'primary' | 'danger' | 'quiet' | 'quiet-danger';

const CLASSES: Record<Look, string> = {
  plain: 'button',
  primary: 'button button-primary',
  danger: 'button button-danger',
  quiet: 'button button-quiet',
  'quiet-danger': 'button button-danger button-quiet',
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly large?: boolean;
  readonly icon?: IconName;
  /** While true the button shows a spinner and does nothing. */
  readonly busy?: boolean;
}

export function Button({
  look = 'plain',
  large,
  icon,
  busy = false,
  children,
  className,
  ...rest
}: ButtonProps) {
  const classes = [
    CLASSES[look],
    large ? 'button-large' : '',
    children ? '' : 'button-icon',
    className ?? '',
  ];
  return (
    <button
      type="button"
      {...rest}
      className={classes.filter(Boolean).join(' ')}
      aria-busy={busy || undefined}
      disabled={rest.disabled === true || busy}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  );
}
