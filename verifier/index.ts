import { run } from './main.ts'

/** The verifier's command, bundled to build/verify.mjs. */
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
})
