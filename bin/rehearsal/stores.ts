import {
  decodeAudit,
  decodeController,
  decodeMonitor,
  encodeAudit,
  encodeController,
  encodeMonitor,
} from '../../lib/io/state-records.ts';
import { type FileStores, makeFileStores, StateFileError } from '../../lib/local/file-state.ts';

/** A window goes on where its record cannot be kept; the person at the terminal has to know at once. */
export function storesIn({
  stateFile,
  onFailure,
}: {
  readonly stateFile: string;
  readonly onFailure: (error: unknown) => void;
}): FileStores {
  const stores = makeFileStores({
    file: stateFile,
    codecs: {
      monitor: { encode: encodeMonitor, decode: decodeMonitor },
      controller: { encode: encodeController, decode: decodeController },
      audit: { encode: encodeAudit, decode: decodeAudit },
    },
  });
  const telling =
    <Arguments extends unknown[], Result>(work: (...given: Arguments) => Promise<Result>) =>
    (...given: Arguments): Promise<Result> =>
      work(...given).catch((error: unknown) => {
        if (error instanceof StateFileError) onFailure(error);
        throw error;
      });
  const { monitor, controller, readHistory } = stores;
  return {
    readHistory: telling(readHistory),
    monitor: { load: telling(monitor.load), save: telling(monitor.save) },
    controller: { load: telling(controller.load), save: telling(controller.save) },
  };
}
