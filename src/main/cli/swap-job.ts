import { writeFile } from 'node:fs/promises';
import type { Face } from '@shared/analysis/face';
import { createDocument } from '@shared/document/document';
import { writeAtomically } from '../engine/atomic-file';
import type { EngineCall, EngineCore } from '../engine/core';
import { PhotoFailure, type Outcome } from './batch';
import { leastToldShare } from '@shared/stitching/hidden';
import { selectFaces } from './faces';
import { makeFolderOf, writePicture, type Tools } from './jobs';
import { formatForFile, refuseClashes } from './naming';
import type { SwapRequest } from './request';
import { publishedReport, swapReport } from './swap-report';
import type { Words } from './words/words';

/** Throws `UsageError` before anything is read when an output would replace one of the photos. */
export function planSwap(request: SwapRequest, words: Words) {
  const { target, donor, out, report } = request;
  const format = formatForFile(out, null, words);
  const outputs = report === null ? [out] : [out, report];
  const plans = [{ photo: target, outputs }];
  refuseClashes(donor === target ? plans : [...plans, { photo: donor, outputs: [] }], words);
  return {
    photo: target,
    run: (tools: Tools, call: EngineCall) => swap(request, format, tools, call),
  };
}

async function swap(
  request: SwapRequest,
  format: ReturnType<typeof formatForFile>,
  { core, words, now }: Tools,
  call: EngineCall,
): Promise<Outcome> {
  const start = now();
  const photo = await core.open(request.target, call);
  const targets = await facesOf(core, photo, call);
  const donorPhoto = await core.open(request.donor, call);
  const donors = await facesOf(core, donorPhoto, call);
  const faces = chosenTargets(targets, request, words);
  const donor = chosenDonor(donors, request, words);
  const { clarity, grain, features, quality } = request;
  const analysed = now();
  const swaps = faces.map((target) => {
    return { target, donorPhoto, donor, features, options: { clarity, grain } };
  });
  const swapped = await core.swap(photo, swaps, call);
  const report = swapReport(swapped.reports);
  if (report.features.length === 0) {
    const why = report.skipped.map(({ feature, reason }) => words.swap.skipped[reason](feature));
    throw new PhotoFailure('no-face', [words.swap.nothingShown, ...why].join('; '));
  }
  const stitched = now();
  const document = createDocument('command-line');
  const target = { path: request.out, format };
  const options = { quality, longestSidePixels: null, keepMetadata: true };
  const written = await writePicture(core, swapped.photo, document, target, options, call);
  const { width, height } = written;
  if (request.report !== null) {
    await makeFolderOf(request.report);
    const text = `${JSON.stringify(publishedReport(report), null, 2)}\n`;
    await writeAtomically(request.report, (temporary) => writeFile(temporary, text));
  }
  const milliseconds = {
    analyse: Math.round(analysed - start),
    stitch: Math.round(stitched - analysed),
    total: Math.round(now() - start),
  };
  const line = words.swap.swapped(
    request.target,
    request.out,
    `${width} × ${height}`,
    milliseconds.total,
  );
  const notes = notesOn(report, words);
  return {
    line,
    record: {
      photo: request.target,
      donor: request.donor,
      picture: request.out,
      format,
      report,
      milliseconds,
    },
    ...(notes.length > 0 ? { warning: `${request.target}: ${notes.join('; ')}` } : {}),
  };
}

async function facesOf(
  core: EngineCore,
  photo: Awaited<ReturnType<EngineCore['open']>>,
  call: EngineCall,
): Promise<readonly Face[]> {
  return (await core.analyse(photo, call)).faces;
}

function chosenTargets(
  all: readonly Face[],
  { faces }: SwapRequest,
  words: Words,
): readonly Face[] {
  const chosen = selectFaces(all, faces);
  if (chosen.length > 0) return chosen;
  const missing = faces.kind === 'one' && all.length > 0;
  throw new PhotoFailure(
    'no-face',
    missing ? words.noSuchFace(faces.number, all.length) : words.noFace,
  );
}

function chosenDonor(all: readonly Face[], { donorFace }: SwapRequest, { swap }: Words): Face {
  const donor = all[donorFace - 1];
  if (donor) return donor;
  const message = all.length > 0 ? swap.noSuchDonorFace(donorFace, all.length) : swap.noDonorFace;
  throw new PhotoFailure('no-face', message);
}

function notesOn(report: ReturnType<typeof swapReport>, { swap }: Words): readonly string[] {
  const limits = report.features.flatMap(({ feature, limit, remainingSigmaPixels }) =>
    limit ? [swap.limits[limit](feature, remainingSigmaPixels)] : [],
  );
  return [
    ...(report.poseWarning ? [swap.poseWarning] : []),
    ...report.skipped.map(({ feature, reason }) => swap.skipped[reason](feature)),
    ...report.features
      .filter(({ hiddenShare }) => hiddenShare >= leastToldShare)
      .map(({ feature, hiddenShare }) => swap.partlyHidden(feature, hiddenShare)),
    ...report.features.flatMap(({ feature, remarks }) =>
      remarks.map((remark) => swap.remarks[remark](feature)),
    ),
    ...(limits.length > 0 ? [swap.softer[report.softer](report.sigmaDifferencePixels)] : []),
    ...limits,
  ];
}
