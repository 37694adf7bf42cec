import { grouped } from '../../app/format.ts'

/** A number with its word. */
export function Count(props: { tone: 'good' | 'bad' | 'plain'; n: number; title: string; help?: string }) {
  return (
    <span className={`count count-${props.n === 0 ? 'plain' : props.tone}`} title={props.help}>
      <span className="count-n">{grouped(props.n)}</span>
      <span>{props.title}</span>
    </span>
  )
}
