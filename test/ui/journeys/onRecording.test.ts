// Those who look at a recording and change nothing do so one after another in one window: each journey of its own would
// start an editor and play the recording anew, which takes longer than the journey.
import './onRecording/filters';
import './onRecording/keyboard';
import './onRecording/mouse';
import './onRecording/numbers';
