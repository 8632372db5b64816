/** @module Which name stays, where people of several become one. */
import { useId, useState } from 'react';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/notice.js';

interface MergeNameProps {
  readonly names: readonly string[];
  readonly busy: boolean;
  readonly error: unknown;
  readonly onChoose: (name: string) => void;
  readonly onClose: () => void;
}

export function MergeNameDialog({ names, busy, error, onChoose, onClose }: MergeNameProps) {
  const group = useId();
  const [chosen, setChosen] = useState(names[0] ?? '');
  return (
    <Dialog title={texts.people.whichName} onClose={onClose}>
      <fieldset>
        <legend className="soft">{texts.people.whichNameHint}</legend>
        {names.map((name) => (
          <label key={name} className="choice">
            <input type="radio" name={group} checked={chosen === name} onChange={() => setChosen(name)} />
            {name}
          </label>
        ))}
      </fieldset>
      <ErrorNotice error={error} />
      <div className="row row-end">
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button look="primary" busy={busy} onClick={() => onChoose(chosen)}>
          {texts.people.mergeAs(chosen)}
        </Button>
      </div>
    </Dialog>
  );
}
