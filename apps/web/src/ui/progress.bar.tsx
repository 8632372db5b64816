/** @module The progress of something, in whole percent. */
export function ProgressBar({ label, percent }: { label: string; percent: number }) {
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div className="bar-fill" style={{ '--percent': percent }} />
    </div>
  );
}
