/** @module Whose Drive is connected, and for what; connecting and disconnecting. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DriveConnection, DriveConsentCreate } from '@visage/contracts/drive-account.contract';
import { disconnectDrive, startDriveConsent } from '../../api/drive.api.js';
import { texts } from '../../texts/texts.js';
import { useAction } from '../../ui/action.hook.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { rememberReturn } from '../../drive/drive.return.js';
import { sessionQuery } from '../session/session.query.js';
import { connectionQuery } from './drive.query.js';

type Use = DriveConsentCreate['uses'][number];
/** Access to all of somebody's Drive is requested only if they choose it. */
const USUAL: readonly Use[] = ['import', 'export'];

interface AccountCardProps {
  readonly connection: DriveConnection;
  readonly offered: readonly Use[];
}

export function DriveAccountCard({
  connection: { available, account, serviceAccount },
  offered,
}: AccountCardProps) {
  const client = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const action = useAction();
  const [wanted, setWanted] = useState<readonly Use[]>(
    account?.uses ?? USUAL.filter((use) => offered.includes(use)),
  );
  const missing = wanted.some((use) => !account?.uses.includes(use)) || account?.state !== 'connected';

  if (!available && !account)
    return serviceAccount ? (
      <section className="card">
        <SharedFolders email={serviceAccount.email} />
      </section>
    ) : (
      <div className="notice">
        <p>{texts.drive.notSetUp}</p>
        {session?.user.role === 'admin' ? (
          <Link to="/google" className="button button-primary">
            {texts.google.open}
          </Link>
        ) : null}
      </div>
    );
  const toggle = (use: Use): void =>
    setWanted((uses) => (uses.includes(use) ? uses.filter((other) => other !== use) : [...uses, use]));
  const connect = (): void =>
    action.run(async () => {
      const { url } = await startDriveConsent({ uses: [...wanted] });
      rememberReturn(window.location.pathname);
      window.location.assign(url);
      await new Promise(() => undefined); // busy until the browser has left the page
    });
  const disconnect = (): void =>
    action.run(async () => {
      await disconnectDrive();
      await client.invalidateQueries(connectionQuery);
    });

  return (
    <section className="card stack" aria-labelledby="drive-account">
      <div className="row row-apart">
        <div>
          <h2 id="drive-account">
            {account ? texts.drive.connectedAs(account.email) : texts.drive.connectTitle}
          </h2>
          <p className="soft">{account?.state === 'ended' ? texts.drive.ended : texts.drive.connectHint}</p>
        </div>
        {account ? (
          <Button look="quiet-danger" onClick={disconnect} disabled={action.busy}>
            {texts.drive.disconnect}
          </Button>
        ) : null}
      </div>
      <fieldset className="drive-uses">
        <legend className="visually-hidden">{texts.drive.usesTitle}</legend>
        {offered.map((use) => (
          <label key={use} className="choice">
            <input type="checkbox" checked={wanted.includes(use)} onChange={() => toggle(use)} />
            <span>
              <strong>{texts.drive.uses[use]}</strong>
              <span className="soft small drive-hint">{texts.drive.usesHint[use]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {missing ? (
        <div>
          <Button look="primary" busy={action.busy} disabled={wanted.length === 0} onClick={connect}>
            {account ? texts.drive.connectAgain : texts.drive.connect}
          </Button>
        </div>
      ) : null}
      <ErrorNotice error={action.error} />
      {serviceAccount && !account ? <SharedFolders email={serviceAccount.email} /> : null}
    </section>
  );
}

function SharedFolders({ email }: { email: string }) {
  return (
    <div>
      <h2>{texts.drive.sharedTitle}</h2>
      <p className="soft">
        {texts.drive.sharedHint} <code className="drive-address">{email}</code>
      </p>
    </div>
  );
}
