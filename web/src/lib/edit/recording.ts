/**
 * A voice for an edit: recorded here, or taken from a file that this browser can read, and sent as the one plain kind
 * of WAV that the server takes (src/media/recording.hpp).
 */
const rate = 24_000;
const headerBytes = 44;
/** As the server has it. */
export const recordingMsMax = 300_000;

/** 16-bit samples of one channel behind the shortest header there is. */
export function wav(samples: Float32Array): Blob {
  const bytes = new ArrayBuffer(headerBytes + samples.length * 2);
  const view = new DataView(bytes);
  const word = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i += 1) view.setUint8(at + i, text.charCodeAt(i));
  };
  word(0, 'RIFF');
  view.setUint32(4, 36 + samples.length * 2, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => {
    view.setInt16(headerBytes + i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
  });
  return new Blob([bytes], { type: 'audio/wav' });
}

/** Whatever this browser can decode; null for what it cannot. */
export async function toWav(sound: Blob): Promise<Blob | null> {
  const context = new AudioContext({ sampleRate: rate });
  try {
    const decoded = await context.decodeAudioData(await sound.arrayBuffer());
    const mixed = new Float32Array(Math.min(decoded.length, (recordingMsMax / 1000) * rate));
    for (let channel = 0; channel < decoded.numberOfChannels; channel += 1) {
      const heard = decoded.getChannelData(channel);
      for (let i = 0; i < mixed.length; i += 1)
        mixed[i] = (mixed[i] ?? 0) + (heard[i] ?? 0) / decoded.numberOfChannels;
    }
    return wav(mixed);
  } catch {
    return null;
  } finally {
    void context.close();
  }
}

export interface Recorder {
  /** Ends it; what was heard. */
  stop: () => Promise<Blob>;
}

/** Asks for the microphone. Throws when it is refused. */
export async function record(): Promise<Recorder> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.start();
  return {
    stop: () =>
      new Promise((resolve) => {
        recorder.onstop = () => {
          for (const track of stream.getTracks()) track.stop();
          resolve(new Blob(parts, { type: recorder.mimeType }));
        };
        recorder.stop();
      }),
  };
}
