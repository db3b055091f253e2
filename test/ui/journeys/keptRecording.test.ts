// In one window as in onRecording.test.ts: those who keep something of what they see, leave it, or have little room.
import './onRecording/errorGroup';
import './onRecording/files';
import './onRecording/exports';
import './onRecording/state';
import './onRecording/zoom';
