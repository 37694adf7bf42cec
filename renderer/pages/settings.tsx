import { hex } from '../../shared/base/bytes.ts'
import { REGIONS_EDITION } from '../../shared/contract/regions/index.ts'
import { useDesk } from '../app/desk.ts'
import { useWords } from '../app/prefs.tsx'
import { PageHead } from '../components/page-head.tsx'
import { LangSwitch, SizeSwitch } from '../components/pref-switches.tsx'

/** Who and where this desktop is, and how it looks to the person before it. */
export function SettingsPage() {
  const words = useWords()
  const { site, person } = useDesk()
  const facts: [string, string, boolean][] = [
    [words.t('settings.office'), `${person.officeName} · ${person.office}`, false],
    [words.t('settings.person'), `${person.name} · ${words.list(person.roles.map((role) => words.role(role)))}`, false],
    [words.t('settings.device'), site.device, true],
    [words.t('settings.key'), hex(person.key), true],
    [words.t('settings.origin'), site.origin, true],
    [words.t('settings.vkey'), site.vkey, true],
    [words.t('settings.net'), hex(site.net), true],
    [words.t('settings.shell'), words.t(`shell.${site.shell}`), false],
    [words.t('settings.version'), site.version, true],
    [words.t('settings.regions'), REGIONS_EDITION, true],
  ]
  return (
    <>
      <PageHead title={words.t('nav.settings')} lead={words.t('settings.lead')} />
      <section className="card">
        <h2 className="card-title">{words.t('settings.look')}</h2>
        <div className="settings-look">
          <span>{words.t('prefs.lang')}</span>
          <LangSwitch />
          <span>{words.t('prefs.size')}</span>
          <SizeSwitch />
        </div>
        <p className="sample">
          {words.t('settings.sample')} <span lang="bo">བོད་ཡིག་གི་དཔེ། རྩྭ་ཐང་གི་ཐོ་འགོད།</span>
        </p>
      </section>
      <section className="card">
        <h2 className="card-title">{words.t('settings.site')}</h2>
        <dl className="settings-facts">
          {facts.map(([label, value, exact]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className={exact ? 'exact' : undefined}>{value}</dd>
            </div>
          ))}
        </dl>
        <p className="soft">{words.t('settings.fixed')}</p>
      </section>
    </>
  )
}
