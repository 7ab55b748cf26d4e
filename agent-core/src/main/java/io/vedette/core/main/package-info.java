/// The command line and the composition root.
@NullMarked
package io.vedette.core.main;

import org.jspecify.annotations.NullMarked;
