import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';

interface OneTab {
  readonly id: string;
  readonly title: string;
  readonly content: ReactNode;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly OneTab[];
  /** The chosen tab and what to do with another: keep it in the query, so that it can be shared. */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** Several panels in one place, one at a time. */
export const Tabs = ({ label, tabs, chosen, onChoose }: Props) => (
  <AriaTabs
    className="tabs"
    selectedKey={chosen}
    onSelectionChange={(key) => onChoose(String(key))}
    keyboardActivation="manual"
  >
    <TabList aria-label={label}>
      {tabs.map(({ id, title }) => (
        <Tab key={id} id={id}>
          {title}
        </Tab>
      ))}
    </TabList>
    {tabs.map(({ id, content }) => (
      <TabPanel key={id} id={id}>
        {content}
      </TabPanel>
    ))}
  </AriaTabs>
);
