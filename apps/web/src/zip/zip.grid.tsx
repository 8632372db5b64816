/** @module A grid of photos that can be downloaded as one archive: all of them, or those selected. */
import './zip.css';
import type { KeyboardEvent, ReactNode } from 'react';
import { PhotoGrid, type PhotoGridProps } from '../photo/photo.grid.js';
import { useSelection } from '../ui/selection.hook.js';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { ErrorNotice } from '../ui/notice.js';
import { useZip, type ZipDownload } from './zip.hook.js';
import type { ZipOrder } from './zip.order.js';

interface ZipGridProps extends Omit<PhotoGridProps, 'selection'> {
  readonly order: ZipOrder;
  /** What else can be done with the selected photos. */
  readonly tools?: (ids: readonly string[], done: () => void) => ReactNode;
}

export function ZipGrid({ order, tools, ...grid }: ZipGridProps) {
  const selection = useSelection();
  const download = useZip(order);
  const { active, ids, begin, end } = selection;
  const leaveByKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && active) end();
  };
  const start = (): void => download.start(active ? [...ids] : undefined, end);
  // the same two buttons in both modes, so that the keyboard's focus stays in place
  return (
    <div className="zip" onKeyDown={leaveByKey}>
      <div className="zip-bar" data-active={active || undefined}>
        <div className="row">
          <Button
            look={active ? 'primary' : 'plain'}
            icon="download"
            busy={download.busy}
            disabled={active && ids.size === 0}
            onClick={start}
          >
            {active && ids.size > 0 ? texts.zip.some(ids.size) : active ? texts.zip.none : texts.zip.all}
          </Button>
          <Button icon={active ? 'close' : 'check'} disabled={download.busy} onClick={active ? end : begin}>
            {active ? texts.common.cancel : texts.zip.select}
          </Button>
          {active ? tools?.([...ids], end) : null}
        </div>
        <ErrorNotice error={download.error} onRetry={start} />
        <Status download={download} active={active} selected={ids.size} />
      </div>
      <PhotoGrid {...grid} selection={active ? selection : null} />
    </div>
  );
}

interface StatusProps {
  readonly download: ZipDownload;
  readonly active: boolean;
  readonly selected: number;
}

function Status({ download: { busy, started }, active, selected }: StatusProps) {
  const said = busy
    ? texts.zip.preparing
    : active
      ? texts.zip.selected(selected)
      : started
        ? texts.zip.started(started.photos, started.bytes)
        : null;
  return (
    <div role="status" className="zip-status soft small">
      {said}
      {started && !busy && !active ? (
        <>
          {started.withheld > 0 ? ` ${texts.zip.withheld(started.withheld)}` : null}
          {started.leftOut > 0 ? ` ${texts.zip.leftOut(started.leftOut)}` : null}{' '}
          <a href={started.url} download={started.fileName}>
            {texts.zip.again}
          </a>
        </>
      ) : null}
    </div>
  );
}
