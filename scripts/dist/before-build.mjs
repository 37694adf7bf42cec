/**
 * Answers that node_modules is none of the packager's business: the bundles carry their packages inside, so nothing is installed,
 * rebuilt or looked through.
 */
export default function beforeBuild() {
  return false
}
