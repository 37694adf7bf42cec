/** Something is being read; said in words, and to screen readers. */
export function Loading({ what }: { what: string }) {
  return (
    <div className="loading" role="status">
      <span className="loading-bar" aria-hidden="true" />
      {what}
    </div>
  )
}
