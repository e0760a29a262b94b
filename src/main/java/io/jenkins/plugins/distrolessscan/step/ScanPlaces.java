package io.jenkins.plugins.distrolessscan.step;

import java.util.function.IntSupplier;

/**
 * So many scans of this Jenkins run at once as an administrator allows. Only a scan's own thread waits here: stopping one,
 * recording it and looking for the end of debug containers never do.
 */
final class ScanPlaces {
    /** How often a waiting scan looks whether the limit was changed. */
    private static final long LOOK_MILLIS = 1_000;

    private final IntSupplier limit;
    private int taken;

    /** @param limit the most at once; 0 or less for no limit; asked again and again */
    ScanPlaces(IntSupplier limit) {
        this.limit = limit;
    }

    /**
     * Takes a place.
     *
     * @param remainingMillis how long to wait
     * @param waits called once when there is none at first
     * @return whether there was one in time; whoever gets true gives it back
     */
    synchronized boolean take(long remainingMillis, Runnable waits) throws InterruptedException {
        long until = System.nanoTime() + remainingMillis * 1_000_000;
        boolean told = false;
        while (limit.getAsInt() > 0 && taken >= limit.getAsInt()) {
            if (!told) {
                waits.run();
                told = true;
            }
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(Math.min(left, LOOK_MILLIS));
        }
        taken++;
        return true;
    }

    synchronized void giveBack() {
        taken--;
        notifyAll();
    }
}
