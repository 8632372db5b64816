/** @module The state of the platform, its models, and what new shares start with. */
import { useQuery } from '@tanstack/react-query';
import type { Health } from '@visage/contracts/health.contract';
import { texts } from '../../texts/texts.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { AdminFrame } from './admin.frame.js';
import { shareDefaultsQuery } from '../share/share.query.js';
import { healthQuery, modelsQuery } from './admin.query.js';
import { ShareDefaultsForm } from './share-defaults.form.js';

const PARTS = ['postgres', 'redis', 'storage'] as const satisfies readonly (keyof Health['parts'])[];

export function SystemPage() {
  return (
    <AdminFrame title={texts.admin.system}>
      <HealthSection />
      <ModelsSection />
      <DefaultsSection />
    </AdminFrame>
  );
}

function HealthSection() {
  const { data, error, isPending } = useQuery(healthQuery);
  return (
    <section className="card stack" aria-labelledby="health-title">
      <h2 id="health-title">{texts.admin.health}</h2>
      <ErrorNotice error={error} />
      {isPending ? <Loading /> : null}
      {data ? (
        <ul role="list" className="admin-list">
          {PARTS.map((name) => {
            const part = data.parts[name];
            return (
              <li key={name} className="row row-apart">
                <span>{texts.admin.parts[name]}</span>
                <span className="admin-badge" data-look={part.up ? 'accent' : 'danger'}>
                  {part.up ? texts.admin.up(part.ms) : (part.reason ?? texts.admin.down)}
                </span>
              </li>
            );
          })}
        </ul>
      ) : null}
    </section>
  );
}

function ModelsSection() {
  const { data, error, isPending } = useQuery(modelsQuery);
  return (
    <section className="card stack" aria-labelledby="models-title">
      <h2 id="models-title">{texts.admin.models}</h2>
      <ErrorNotice error={error} />
      {isPending ? <Loading /> : null}
      <ul role="list" className="admin-list">
        {data?.models.map((model) => (
          <li key={model.name} className="admin-row">
            <div>
              <h3 className="field-label">
                {model.name} {model.version}{' '}
                {model.current ? (
                  <span className="admin-badge" data-look="accent">
                    {texts.admin.current}
                  </span>
                ) : null}
              </h3>
              <p className="small">
                {texts.admin.modelRoles[model.role]} · {texts.admin.licence(model.licence)}
                {model.events > 0 ? ` · ${texts.admin.eventsUse(model.events)}` : ''}
              </p>
              {model.threshold === null ? null : (
                <p className="soft small">{texts.admin.threshold(model.threshold, model.thresholdSource)}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function DefaultsSection() {
  const { data, error, isPending } = useQuery(shareDefaultsQuery);
  return (
    <section className="card stack" aria-labelledby="defaults-title">
      <div>
        <h2 id="defaults-title">{texts.admin.defaults}</h2>
        <p className="soft">{texts.admin.defaultsHint}</p>
      </div>
      <ErrorNotice error={error} />
      {isPending ? <Loading /> : null}
      {data ? <ShareDefaultsForm saved={data} /> : null}
    </section>
  );
}
