/** The views: one line each. Without `nav` a view is reached from others only. */
import type { ComponentType } from 'react';
import type { Role } from '../../schemas/index';

export interface View {
  /** The address, as the router reads it: `/cases/:id`. */
  readonly path: string;
  /** The word in the navigation, called while drawing. */
  readonly nav?: string;
  /** Who finds it in the navigation; everybody when absent. The API guards what it shows. */
  readonly roles?: readonly Role[];
  readonly load: () => Promise<{ default: ComponentType }>;
}

export const views: readonly View[] = [
  { path: '/', nav: 'page.nav.myDay', load: () => import('../views/my-day/index') },
  {
    path: '/board',
    nav: 'page.nav.board',
    roles: ['officer', 'contact', 'coordinator', 'approver', 'auditor'],
    load: () => import('../views/board/index'),
  },
  {
    path: '/register',
    nav: 'page.nav.register',
    roles: ['officer', 'contact', 'coordinator'],
    load: () => import('../views/register/index'),
  },
  {
    path: '/answer',
    nav: 'page.nav.answer',
    roles: ['officer', 'contact', 'coordinator'],
    load: () => import('../views/answer/index'),
  },
  {
    path: '/forecast',
    nav: 'page.nav.forecast',
    roles: ['officer', 'contact', 'coordinator', 'approver', 'auditor'],
    load: () => import('../views/forecast/index'),
  },
  {
    path: '/rehearse',
    nav: 'page.nav.rehearse',
    roles: ['coordinator', 'strategic', 'officer'],
    load: () => import('../views/rehearse/index'),
  },
  {
    path: '/monitoring',
    nav: 'page.nav.monitoring',
    roles: ['coordinator', 'strategic', 'auditor'],
    load: () => import('../views/monitoring/index'),
  },
  { path: '/cases/:id', load: () => import('../views/case/index') },
];
