import type { TextKey } from '../i18n/index.ts'
import type { Route } from './router.ts'

export interface NavItem {
  readonly key: string
  readonly title: TextKey
  readonly route: Route
  /** Pages that belong to it. */
  readonly pages: readonly Route['page'][]
}

/** The left side, in the order of its numbers: Alt+1 … Alt+9, Alt+0; then by a letter; 导入台账 only for those who may take a register over, 冲突 for supervisors. */
export const NAV: readonly NavItem[] = [
  { key: '1', title: 'nav.work', route: { page: 'work' }, pages: ['work'] },
  { key: '2', title: 'nav.intake', route: { page: 'intake' }, pages: ['intake', 'filing'] },
  { key: '3', title: 'nav.cases', route: { page: 'cases', filter: 'all' }, pages: ['cases', 'case', 'print'] },
  { key: '4', title: 'nav.register', route: { page: 'register', type: '' }, pages: ['register', 'subject', 'extract'] },
  { key: '5', title: 'nav.sync', route: { page: 'sync' }, pages: ['sync'] },
  { key: '6', title: 'nav.proofs', route: { page: 'proofs' }, pages: ['proofs'] },
  {
    key: '7',
    title: 'nav.admin',
    route: { page: 'admin', tab: 'services' },
    pages: ['admin', 'service', 'service-edit'],
  },
  { key: '8', title: 'nav.settings', route: { page: 'settings' }, pages: ['settings'] },
  { key: '9', title: 'nav.import', route: { page: 'import' }, pages: ['import'] },
  { key: '0', title: 'nav.conflicts', route: { page: 'conflicts' }, pages: ['conflicts', 'conflict', 'decision'] },
  { key: 'T', title: 'nav.aside', route: { page: 'aside' }, pages: ['aside', 'aside-paper'] },
]
