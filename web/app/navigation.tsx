/** Where one can go: a line of views where there is room, a menu that names the present one where not. */
import { useState } from 'react';
import { NavLink, matchPath, useLocation } from 'react-router';
import { Button } from '../kit/button';
import { views } from './routes';
import { useAccount } from './session';
import { labelled, text } from './words';

const Links = ({ onGone }: { onGone: () => void }) => {
  const { role } = useAccount();
  const shown = views.filter(
    ({ nav, roles }) => nav !== undefined && (roles?.includes(role) ?? true),
  );
  return (
    <>
      {shown.map(({ path, nav = '' }) => (
        <li key={path}>
          <NavLink to={path} end={path === '/'} onClick={onGone}>
            {text(nav)}
          </NavLink>
        </li>
      ))}
      <li className="apart">
        <a href="/docs" hrefLang="en">
          API
        </a>
      </li>
    </>
  );
};

/** What the button of the menu says: where the reader is, unless that is none of the views. */
const useHere = (): string => {
  const { pathname } = useLocation();
  const here = views.find(({ path, nav }) => nav !== undefined && matchPath(path, pathname));
  return here?.nav === undefined ? text('page.menu') : labelled(text('page.menu'), text(here.nav));
};

export const Navigation = () => {
  const [isOpen, setOpen] = useState(false);
  const here = useHere();
  return (
    <nav
      aria-label={text('page.mainNavigation')}
      className="main-nav"
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !isOpen) return;
        setOpen(false);
        document.getElementById('menu')?.focus();
      }}
    >
      <Button
        look="quiet"
        id="menu"
        aria-expanded={isOpen}
        aria-controls="views"
        onPress={() => setOpen(!isOpen)}
      >
        {here}
      </Button>
      <ul id="views" className={isOpen ? 'open' : undefined}>
        <Links onGone={() => setOpen(false)} />
      </ul>
    </nav>
  );
};
