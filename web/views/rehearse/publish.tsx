import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Rollout, RulesPreview } from '../../../schemas/index';
import { ask } from '../../app/api';
import { day, number } from '../../app/figures';
import { say } from '../../app/news';
import { text } from '../../app/words';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Field } from '../../kit/field';
import { Facts, Section } from '../../kit/page';
import { ErrorNote } from '../../kit/states';

/** The id that a text speaks of; the API says what is wrong with a text that has none. */
const policyIn = (yaml: string): string => /^\s+id:\s*['"]?([\w-]+)/m.exec(yaml)?.[1] ?? 'unknown';

const Seen = ({ preview }: { preview: RulesPreview }) => {
  const { subject, version, on, checked, touched, summary } = preview;
  return (
    <div id="preview">
      <h3>{text('page.rehearse.previewed', { subject, version, on: day(on) })}</h3>
      <Facts
        pairs={[
          [text('page.rehearse.checked'), number(checked)],
          [text('page.rehearse.touched'), number(touched)],
          [text('page.rehearse.adopting'), number(summary.adopting)],
          [text('page.rehearse.gained'), number(summary.gained)],
          [text('page.rehearse.lost'), number(summary.lost)],
          [text('page.rehearse.moved'), number(summary.moved)],
          [text('page.rehearse.overdueNow'), number(summary.overdueNow)],
        ]}
      />
    </div>
  );
};

const words = ({ subject, version }: Rollout): string =>
  text('page.rehearse.published', { subject, version });

const usePublishing = (yaml: string) => {
  const queries = useQueryClient();
  const preview = useMutation({
    mutationFn: () => {
      const path = `/v1/policies/${encodeURIComponent(policyIn(yaml))}/preview`;
      return ask<RulesPreview>(path, { method: 'POST', yaml });
    },
    onSuccess: () => say(text('page.rehearse.previewReady')),
  });
  const publish = useMutation({
    mutationFn: () => ask<Rollout>('/v1/policies', { method: 'POST', yaml }),
    onSuccess: (rollout) => {
      say(words(rollout));
      void queries.invalidateQueries({ queryKey: ['reference', 'policies'] });
    },
  });
  return { preview, publish };
};

const Source = ({ yaml, onChange }: { yaml: string; onChange: (yaml: string) => void }) => {
  const id = useId();
  return (
    <>
      <div className="field">
        <label htmlFor={id}>{text('page.rehearse.file')}</label>
        <input
          id={id}
          name="file"
          type="file"
          accept=".yaml,.yml,text/plain"
          onChange={({ target }) => {
            void target.files?.[0]?.text().then(onChange);
          }}
        />
      </div>
      <Field
        name="yaml"
        label={text('page.rehearse.text')}
        hint={text('page.rehearse.textHint')}
        rows={12}
        value={yaml}
        onChange={onChange}
      />
    </>
  );
};

interface SureProps {
  readonly open: boolean;
  readonly adopting: number;
  readonly onClose: () => void;
  readonly onPublish: () => void;
}

/** A published version is there for ever, so it is asked once more. */
const Sure = ({ open, adopting, onClose, onPublish }: SureProps) => (
  <Dialog title={text('page.rehearse.sure')} open={open} onClose={onClose}>
    <p>{text('page.rehearse.sureWhy', { count: number(adopting) })}</p>
    <div className="filters">
      <Button id="confirm-publish" look="danger" onPress={onPublish}>
        {text('page.rehearse.publish')}
      </Button>
      <Button look="quiet" onPress={onClose}>
        {text('page.cancel')}
      </Button>
    </div>
  </Dialog>
);

/** Try a new version on the open cases, and publish it: for coordinators. */
export const Publish = () => {
  const [yaml, setYaml] = useState('');
  const [asks, setAsks] = useState(false);
  const { preview, publish } = usePublishing(yaml);
  const change = (next: string): void => {
    setYaml(next);
    // What was seen was seen of another text.
    preview.reset();
    publish.reset();
  };
  const error = preview.error ?? publish.error;
  const go = (): void => {
    setAsks(false);
    publish.mutate();
  };
  return (
    <Section title={text('page.rehearse.publishTitle')}>
      <p>{text('page.rehearse.publishIntro')}</p>
      <Source yaml={yaml} onChange={change} />
      {error === null ? null : <ErrorNote error={error} />}
      {preview.data === undefined ? null : <Seen preview={preview.data} />}
      {publish.data === undefined ? null : <p id="published">{words(publish.data)}</p>}
      <div className="filters">
        <Button
          id="do-preview"
          look="quiet"
          isDisabled={yaml.trim() === ''}
          isPending={preview.isPending}
          onPress={() => preview.mutate()}
        >
          {text('page.rehearse.preview')}
        </Button>
        <Button
          id="do-publish"
          isDisabled={preview.data === undefined}
          isPending={publish.isPending}
          onPress={() => setAsks(true)}
        >
          {text('page.rehearse.publish')}
        </Button>
      </div>
      <Sure
        open={asks}
        adopting={preview.data?.summary.adopting ?? 0}
        onClose={() => setAsks(false)}
        onPublish={go}
      />
    </Section>
  );
};
