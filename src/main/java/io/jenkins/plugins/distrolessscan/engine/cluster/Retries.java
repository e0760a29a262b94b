package io.jenkins.plugins.distrolessscan.engine.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often and when a request is repeated.
 *
 * @param attempts in all
 * @param first pause before the second attempt; doubles each time, with up to half of it as jitter
 * @param longest that a server's Retry-After is listened to
 */
record Retries(int attempts, Duration first, Duration longest, RandomGenerator random) {
    static Retries standard(RandomGenerator random) {
        return new Retries(3, Duration.ofMillis(250), Duration.ofSeconds(5), random);
    }

    void pause(int attempt, Optional<Duration> asked) throws InterruptedException {
        long base = first.toMillis() << Math.min(attempt, 10);
        long wait = base + (base > 1 ? random.nextLong(base / 2 + 1) : 0);
        long wanted = asked.map(Duration::toMillis).orElse(0L);
        Thread.sleep(Math.min(Math.max(wait, wanted), Math.max(longest.toMillis(), 0)));
    }
}
