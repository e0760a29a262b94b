package io.jenkins.plugins.distrolessscan.engine.scan;

import io.jenkins.plugins.distrolessscan.engine.model.Observation;

/**
 * What came of one target.
 *
 * @param observation the facts
 * @param failure what kind of failure it was, equal for two targets that fail in the same way; says nothing of a
 *     target that was read
 */
record Scanned(Observation observation, String failure) {}
