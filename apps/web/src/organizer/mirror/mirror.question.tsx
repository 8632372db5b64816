/** @module What a mirror would do, in plain words, and the answer it awaits. */
import {
  mirrorStepSchema,
  type DriveMirror,
  type DriveMirrorUpdate,
} from '@visage/contracts/drive-mirror.contract';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { MirrorLines } from './mirror.lines.js';

interface MirrorQuestionProps {
  readonly eventId: string;
  readonly mirror: DriveMirror;
  readonly busy: boolean;
  readonly onTell: (command: DriveMirrorUpdate['command']) => void;
}

export function MirrorQuestion({ eventId, mirror, busy, onTell }: MirrorQuestionProps) {
  const { asks, plan } = mirror;
  const steps = mirrorStepSchema.options.flatMap((step) => {
    const count = plan[step] ?? 0;
    return count > 0 ? [texts.mirror.would[step](count)] : [];
  });
  return (
    <div
      className={asks === 'brake' ? 'notice notice-error mirror-question' : 'notice mirror-question'}
      role={asks === 'brake' ? 'alert' : undefined}
    >
      <h4>{asks === 'brake' ? texts.mirror.brakeTitle : texts.mirror.wouldTitle}</h4>
      {asks === 'brake' ? <p>{texts.mirror.brakeHint}</p> : null}
      {steps.length === 0 ? (
        <p>{texts.mirror.nothingToDo}</p>
      ) : (
        <ul className="mirror-steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
      )}
      <MirrorLines eventId={eventId} mirror={mirror} of="plan" />
      <div className="row">
        <Button look={asks === 'brake' ? 'danger' : 'primary'} busy={busy} onClick={() => onTell('run')}>
          {asks === 'brake' ? texts.mirror.brakeYes : texts.mirror.start}
        </Button>
        <Button busy={busy} onClick={() => onTell('pause')}>
          {asks === 'brake' ? texts.mirror.brakeNo : texts.mirror.notNow}
        </Button>
      </div>
    </div>
  );
}
