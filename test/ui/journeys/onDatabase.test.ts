// In one window, one after another: those who look at what was collected from a server that is gone, or goes.
import './onDatabase/history';
import './onDatabase/ranges';
import './onDatabase/states';
import './onDatabase/hostile';
