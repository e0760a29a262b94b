package io.jenkins.plugins.distrolessscan.engine.assess;

/**
 * What may be assumed of a target that nothing was attached to. The collecting side only says that it attached nothing;
 * whether and from where something is taken over is decided here.
 *
 * @param perImage of equal replicas so many have to be scanned for the others to be assumed equal; 0: none are
 * @param earlier scans whose containers may be known again
 */
public record Assumptions(int perImage, EarlierScans earlier) {
    /** Nothing. */
    public static final Assumptions NONE = new Assumptions(0, EarlierScans.NONE);
}
