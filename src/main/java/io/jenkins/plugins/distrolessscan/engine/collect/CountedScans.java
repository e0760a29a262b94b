package io.jenkins.plugins.distrolessscan.engine.collect;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells whoever waits for a long scan how far it is. Used by several threads. */
final class CountedScans implements TargetQueue.Scanning {
    /** Of fewer targets each one's own lines tell enough. */
    private static final int EVERY = 5;

    private final TargetQueue.Scanning scans;
    private final int all;
    private final Progress progress;
    private final AtomicInteger done = new AtomicInteger();

    CountedScans(TargetQueue.Scanning scans, int all, Progress progress) {
        this.scans = scans;
        this.all = all;
        this.progress = progress;
    }

    @Override
    public TargetResult scan(Choice target) throws ScanException, InterruptedException {
        TargetResult result = scans.scan(target);
        int now = done.incrementAndGet();
        if (now % EVERY == 0 && now < all) {
            progress.say(now + " of " + all + " containers are done");
        }
        return result;
    }
}
