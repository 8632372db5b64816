/** @module The audit log: filtered, page by page, and as a file. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { auditActionSchema, type AuditFilter, type AuditLine } from '@visage/contracts/audit.contract';
import { useId, useState } from 'react';
import { auditCsvUrl } from '../../api/admin.api.js';
import { texts } from '../../texts/texts.js';
import { formatMoment } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { eventsQuery } from '../event/event.query.js';
import { endOf } from '../share/share.draft.js';
import { AdminFrame } from './admin.frame.js';
import { auditQuery, usersQuery } from './admin.query.js';

const ACTIONS = auditActionSchema.options;

export function AuditPage() {
  const [filter, setFilter] = useState<AuditFilter>({});
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(auditQuery(filter));
  const lines = data?.pages.flatMap((page) => page.lines) ?? [];
  const save = (
    <a className="button" href={auditCsvUrl(filter)} download>
      <Icon name="download" />
      {texts.admin.exportCsv}
    </a>
  );
  return (
    <AdminFrame title={texts.admin.audit} action={save}>
      <AuditFilters filter={filter} onChange={setFilter} />
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {isPending ? <Loading /> : null}
      {data && lines.length === 0 ? <p className="empty">{texts.admin.noLines}</p> : null}
      {lines.length > 0 ? (
        <table className="audit-table">
          <thead>
            <tr>
              <th scope="col">{texts.admin.when}</th>
              <th scope="col">{texts.admin.who}</th>
              <th scope="col">{texts.admin.what}</th>
              <th scope="col">{texts.admin.event}</th>
              <th scope="col">{texts.admin.detail}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <AuditRow key={line.id} line={line} />
            ))}
          </tbody>
        </table>
      ) : null}
      {hasNextPage ? (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {texts.admin.olderLines}
        </Button>
      ) : null}
    </AdminFrame>
  );
}

function AuditRow({ line }: { line: AuditLine }) {
  const detail = Object.entries(line.detail).map(([name, value]) => `${name}: ${String(value)}`);
  return (
    <tr>
      <td>{formatMoment(line.lastAt)}</td>
      <td>{line.actorName ?? texts.admin.actors[line.actor]}</td>
      <td>
        <strong>{texts.admin.actions[line.action]}</strong>
        {line.count > 1 ? ` × ${line.count}` : ''}
      </td>
      <td>{line.eventName}</td>
      <td className="soft">{detail.join(', ')}</td>
    </tr>
  );
}

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}

function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  const users = useQuery(usersQuery).data?.users ?? [];
  const events = useQuery(eventsQuery).data?.events ?? [];
  const [firstDay, setFirstDay] = useState('');
  const [lastDay, setLastDay] = useState('');
  const set = (change: AuditFilter): void => onChange(present({ ...filter, ...change }));
  return (
    <div className="admin-filters">
      <Choice
        label={texts.admin.what}
        value={filter.action}
        options={ACTIONS.map((action) => [action, texts.admin.actions[action]])}
        onChange={(action) => set({ action: ACTIONS.find((one) => one === action) })}
      />
      <Choice
        label={texts.admin.who}
        value={filter.actorId}
        options={users.map(({ id, email }) => [id, email])}
        onChange={(actorId) => set({ actorId })}
      />
      <Choice
        label={texts.admin.event}
        value={filter.eventId}
        options={events.map(({ id, name }) => [id, name])}
        onChange={(eventId) => set({ eventId })}
      />
      <Field
        label={texts.share.firstDay}
        type="date"
        value={firstDay}
        onChange={({ currentTarget: { value } }) => {
          setFirstDay(value);
          set({ from: value === '' ? undefined : new Date(`${value}T00:00:00`).toISOString() });
        }}
      />
      <Field
        label={texts.share.lastDay}
        type="date"
        value={lastDay}
        onChange={({ currentTarget: { value } }) => {
          setLastDay(value);
          set({ until: endOf(value) ?? undefined });
        }}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly onChange: (value: string | undefined) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="input"
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      >
        <option value="">{texts.admin.all}</option>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Fields that are not chosen are left out, so that the same filter has one key. */
function present(filter: AuditFilter): AuditFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
