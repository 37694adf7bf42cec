/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Totals */
/** @typedef {{ name: string, status: string, message: string, assertionResults: { status: string, fullName: string }[] }} TestFile */

/**
 * A step that is not a test (a check, the build, a runner that died) counts as one failure, so that the last line can never
 * read "0 failed" when something did.
 *
 * @param {string} failure
 * @returns {Totals}
 */
export const broken = (failure) => ({ passed: 0, failed: 1, skipped: 0, failures: [failure] })

/**
 * What one runner did, from its report and the code it ended with.
 *
 * @param {string} name the runner
 * @param {number} code
 * @param {string | null} report the JSON it left, or null
 * @returns {Totals}
 */
export function countReport(name, code, report) {
  const files = readFiles(report)
  if (files === null) return broken(`${name}: the runner ended with ${code} and left no report`)
  const totals = sum(files.map(countFile))
  if (totals.passed + totals.failed + totals.skipped === 0) return broken(`${name}: no test ran`)
  if (code === 0 || totals.failed > 0) return totals
  return sum([totals, broken(`${name}: the runner ended with ${code} (an error outside of any test)`)])
}

/**
 * @param {Totals[]} all
 * @returns {Totals}
 */
export function sum(all) {
  return {
    passed: all.reduce((n, totals) => n + totals.passed, 0),
    failed: all.reduce((n, totals) => n + totals.failed, 0),
    skipped: all.reduce((n, totals) => n + totals.skipped, 0),
    failures: all.flatMap((totals) => totals.failures),
  }
}

/**
 * @param {string | null} report
 * @returns {TestFile[] | null}
 */
function readFiles(report) {
  try {
    const { testResults } = JSON.parse(report ?? '')
    return Array.isArray(testResults) ? testResults : null
  } catch {
    return null
  }
}

/**
 * @param {TestFile} file
 * @returns {Totals}
 */
function countFile(file) {
  const of = (/** @type {string[]} */ ...wanted) =>
    file.assertionResults.filter(({ status }) => wanted.includes(status))
  const failed = of('failed')
  const passed = of('passed')
  const totals = {
    passed: passed.length,
    failed: failed.length,
    // Whatever is neither passed nor failed did not run: skipped, pending, todo.
    skipped: file.assertionResults.length - passed.length - failed.length,
    failures: failed.map(({ fullName }) => `${file.name} > ${fullName}`),
  }
  // A file that cannot be loaded, or whose hooks failed, has no failed test to show for it.
  const unblamed = file.status === 'failed' && failed.length === 0
  return unblamed ? sum([totals, broken(`${file.name}: ${file.message.split('\n')[0]}`)]) : totals
}
