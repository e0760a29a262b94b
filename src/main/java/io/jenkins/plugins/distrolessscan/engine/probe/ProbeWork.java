package io.jenkins.plugins.distrolessscan.engine.probe;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;

/**
 * How much a probe looks at.
 *
 * @param verify files that are hashed and compared with what their package says
 * @param samples how often the target's processes are looked at, within two seconds; 1 to 5
 */
public record ProbeWork(VerifiedFiles verify, int samples) {
    /** What is loaded is hashed, and processes are looked at once. */
    public static final ProbeWork DEFAULT = new ProbeWork(VerifiedFiles.LOADED, 1);

    /** So many looks at the processes the probe takes. */
    public static final int MOST_SAMPLES = 5;

    /**
     * Of the words of parameters.
     *
     * @throws ScanException CONFIGURATION with what can be given
     */
    public static ProbeWork parse(String verify, int samples) throws ScanException {
        if (samples < 1 || samples > MOST_SAMPLES) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "The processes of a target can be looked at 1 to " + MOST_SAMPLES + " times, not " + samples + ".");
        }
        return new ProbeWork(VerifiedFiles.parse(verify), samples);
    }
}
