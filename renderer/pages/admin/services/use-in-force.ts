import type { ServiceDefinition } from '../../../../shared/contract/service/index.ts'
import { useServices } from '../../../app/desk.ts'

/** The version that new cases are filed under; null when the service is new, or when that version is the one that is asked about. */
export function useInForce(code: string, version: number): ServiceDefinition | null {
  const found = useServices().find((one) => one.code === code)
  return found === undefined || found.version === version ? null : found
}
