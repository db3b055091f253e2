// Those who install the package: packing takes longer than installing it, so both install the same one.
import './packaged/editions';
import './packaged/person';
