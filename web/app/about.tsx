/** What the page knows before anybody signed in. */
import { createContext, useContext } from 'react';

export interface About {
  readonly profile: string;
  readonly issuer: string;
}

export const fetchAbout = async (): Promise<About> => {
  const response = await fetch('/page/about.json');
  if (!response.ok) throw new Error(`about.json: ${response.status}`);
  return (await response.json()) as About;
};

const Context = createContext<About>({ profile: '', issuer: '' });
export const AboutProvider = Context.Provider;
export const useAbout = (): About => useContext(Context);
