/**
 * The person and the facts. Every read is written to the audit log, so it is asked for only when
 * somebody presses the button, and never again by itself.
 */
import { useState } from 'react';
import type { CaseView, DossierView } from '../../../schemas/index';
import { ask } from '../../app/api';
import { text } from '../../app/words';
import { Button } from '../../kit/button';
import { Section } from '../../kit/page';
import { Said, useSaid } from '../../kit/said';
import { ErrorNote } from '../../kit/states';

interface Reading {
  readonly dossier?: DossierView;
  readonly error?: Error;
  readonly isPending?: true;
}

const useReading = (id: string) => {
  const [reading, setReading] = useState<Reading>({});
  const read = async (): Promise<void> => {
    setReading({ isPending: true });
    try {
      setReading({ dossier: await ask<DossierView>(`/v1/cases/${id}/dossier`) });
    } catch (error) {
      setReading({ error: error instanceof Error ? error : new Error(String(error)) });
    }
  };
  return { ...reading, read: () => void read(), hide: () => setReading({}) };
};

const Known = (known: Parameters<typeof useSaid>[0]) =>
  useSaid(known).length === 0 ? null : (
    <div>
      <h3>{known.of === 'person' ? text('page.register.person') : text('page.register.facts')}</h3>
      <Said {...known} />
    </div>
  );

const Opened = ({ dossier, version }: { dossier: DossierView; version: number }) => (
  <div className="beside" data-dossier="">
    {dossier.version === version ? null : (
      <p className="note">{text('page.caseView.olderDossier')}</p>
    )}
    <Known of="person" said={dossier.person} />
    <Known of="facts" said={dossier.facts} />
  </div>
);

export const Dossier = ({ view }: { view: CaseView }) => {
  const { dossier, error, isPending, read, hide } = useReading(view.id);
  if (!view.reads.includes('dossier')) return null;
  return (
    <Section title={text('page.caseView.dossier')}>
      <p className="soft">{text('page.caseView.dossierHelp')}</p>
      <div aria-live="polite">
        {error && <ErrorNote error={error} />}
        {dossier && <Opened dossier={dossier} version={view.version} />}
      </div>
      <p className="no-print badges">
        <Button id="show-dossier" look="quiet" isPending={isPending === true} onPress={read}>
          {text(dossier === undefined ? 'page.caseView.showDossier' : 'page.caseView.showAgain')}
        </Button>
        {dossier && (
          <Button id="hide-dossier" look="quiet" onPress={hide}>
            {text('page.caseView.hideDossier')}
          </Button>
        )}
      </p>
    </Section>
  );
};
