// Those who look at a recording do so one after another in one window: each journey of its own would start an editor and
// play the recording anew, which takes longer than the journey. Each begins with a dashboard that it opens itself.
import './onRecording/traffic';
import './onRecording/filters';
import './onRecording/keyboard';
import './onRecording/mouse';
import './onRecording/numbers';
import './onRecording/errorGroup';
import './onRecording/files';
import './onRecording/exports';
import './onRecording/state';
import './onRecording/zoom';
