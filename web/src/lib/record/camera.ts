/**
 * The camera and the microphone, opened when somebody wants to record and let go when they leave. Which devices there
 * are is never asked for: the two sides of a phone are asked for by name, and if there is only one, that is an answer.
 */
export type Facing = 'user' | 'environment';

/** Why there is no picture: each has its own sentence about what to do. */
export type CameraTrouble = 'unsupported' | 'insecure' | 'denied' | 'none' | 'busy' | 'lost' | 'unknown';

export interface Opened {
  stream: MediaStream;
  facing: Facing;
  /** The microphone was wanted and is not there or not allowed. */
  withoutSound: boolean;
}

export class NoCamera extends Error {
  constructor(readonly trouble: CameraTrouble) {
    super(trouble);
  }
}

export interface Wanted {
  facing: Facing;
  /** Only this side will do. */
  exactly?: boolean;
  sound: boolean;
  /** As large as the segments that there are. */
  size?: { width: number; height: number };
}

function troubleOf(error: unknown): CameraTrouble {
  switch ((error as DOMException | undefined)?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unknown';
  }
}

/** A phone held upright turns its picture itself; a camera on a desk is asked for the upright part of its picture. */
function pictureWanted({ facing, exactly, size }: Wanted): MediaTrackConstraints {
  const side = exactly ? { exact: facing } : { ideal: facing };
  const rate = { ideal: 30, max: 60 };
  if (size) {
    const { width, height } = size;
    return { facingMode: side, frameRate: rate, width: { exact: width }, height: { exact: height } };
  }
  if (matchMedia('(pointer: coarse)').matches)
    return { facingMode: side, frameRate: rate, width: { ideal: 1920 }, height: { ideal: 1080 } };
  return { facingMode: side, frameRate: rate, height: { ideal: 1080 }, aspectRatio: { ideal: 9 / 16 } };
}

export async function openCamera(wanted: Wanted): Promise<Opened> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices?.getUserMedia) throw new NoCamera(window.isSecureContext ? 'unsupported' : 'insecure');
  if (typeof MediaRecorder === 'undefined' || !recordingType()) throw new NoCamera('unsupported');
  const video = pictureWanted(wanted);
  const audio = { echoCancellation: false, noiseSuppression: true, autoGainControl: true };
  let withoutSound = false;
  let stream: MediaStream;
  try {
    stream = await devices.getUserMedia({ video, audio: wanted.sound ? audio : false });
  } catch (error) {
    if (!wanted.sound) throw new NoCamera(troubleOf(error));
    // Perhaps it is only the microphone.
    try {
      stream = await devices.getUserMedia({ video, audio: false });
      withoutSound = true;
    } catch (second) {
      throw new NoCamera(troubleOf(second));
    }
  }
  const said = stream.getVideoTracks()[0]?.getSettings().facingMode;
  return { stream, facing: said === 'environment' || said === 'user' ? said : wanted.facing, withoutSound };
}

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** WebM where it can be written (it is what most browsers do best), MP4 on an older Safari. */
const types = [
  'video/webm;codecs=vp9,opus',
  'video/webm;codecs=vp8,opus',
  'video/webm',
  'video/mp4;codecs=avc1.42E01F,mp4a.40.2',
  'video/mp4',
];

export function recordingType(): string | null {
  const phone = matchMedia('(pointer: coarse)').matches;
  // VP9 keeps a phone busier than VP8 does.
  const order = phone ? types.slice(1) : types;
  return order.find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

/** What not every camera has. */
export interface Extras {
  torch: boolean;
  zoom: { min: number; max: number; step: number } | null;
}

type Abilities = MediaTrackCapabilities & {
  torch?: boolean;
  zoom?: { min: number; max: number; step?: number };
};

export function extrasOf(stream: MediaStream): Extras {
  const track = stream.getVideoTracks()[0];
  const abilities = (track?.getCapabilities?.() ?? {}) as Abilities;
  const { zoom } = abilities;
  const zooms = zoom && zoom.max > zoom.min;
  return {
    torch: abilities.torch === true,
    zoom: zooms ? { min: zoom.min, max: zoom.max, step: zoom.step || (zoom.max - zoom.min) / 50 } : null,
  };
}

/** False when the camera would not. */
export async function adjust(
  stream: MediaStream,
  what: { torch: boolean } | { zoom: number },
): Promise<boolean> {
  try {
    await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [what as MediaTrackConstraintSet] });
    return true;
  } catch {
    return false;
  }
}
