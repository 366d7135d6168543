/**
 * The person and the facts. Every read is written to the audit log, so it is asked for only when
 * somebody presses the button, and never again by itself.
 */
import { useState } from 'react';
import type { ActionField, CaseView, DossierView, FormView } from '../../../schemas/index';
import { ask } from '../../app/api';
import { useAsked } from '../../app/queries';
import { text } from '../../app/words';
import { tellSaid } from '../../kit/action-words';
import { Button } from '../../kit/button';
import { Section } from '../../kit/page';
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

interface KnownProps {
  readonly of: 'person' | 'facts';
  readonly said: Readonly<Record<string, unknown>>;
  readonly form: FormView | undefined;
}

const Known = ({ of, said, form }: KnownProps) => {
  const fields: readonly ActionField[] = form?.fields.find(({ name }) => name === of)?.fields ?? [];
  const known = fields.filter(({ name }) => name in said);
  if (known.length === 0) return null;
  return (
    <div>
      <h3>{of === 'person' ? text('page.register.person') : text('page.register.facts')}</h3>
      <ul>
        {known.map((field) => (
          <li key={field.name}>{tellSaid(`${of}.${field.name}`, field, said[field.name])}</li>
        ))}
      </ul>
    </div>
  );
};

const Opened = ({ dossier, version }: { dossier: DossierView; version: number }) => {
  const { data: form } = useAsked<FormView>(
    ['reference', 'form', 'case'],
    '/v1/forms/registerCase',
  );
  return (
    <div className="beside" data-dossier="">
      {dossier.version === version ? null : (
        <p className="note">{text('page.caseView.olderDossier')}</p>
      )}
      <Known of="person" said={dossier.person} form={form} />
      <Known of="facts" said={dossier.facts} form={form} />
    </div>
  );
};

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
