package io.jenkins.plugins.distrolessscan.engine.cluster;

import static io.jenkins.plugins.distrolessscan.engine.cluster.FabricClusterTest.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer.Request;
import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer.Script;
import io.jenkins.plugins.distrolessscan.engine.cluster.ScriptedServer.Wire;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A PATCH is never repeated blindly: an entry in a pod cannot be taken back. */
class AttachTest {
    private static final String NAME = "distroless-scan-1";

    private final StoredPod pod = Pods.stored("shop", "web-0");
    private final DebugContainerSpec spec = Pods.debugContainer(NAME);
    private final AtomicInteger patches = new AtomicInteger();

    private void with(Script script, ScriptedCluster.Check check) throws Exception {
        Script counting = (request, wire) -> {
            if (request.method().equals("PATCH")) {
                patches.incrementAndGet();
            }
            script.answer(request, wire);
        };
        ScriptedCluster.with(counting, check);
    }

    private static void answerPod(Wire wire, boolean withEntry) throws Exception {
        ObjectNode json = Pods.json("shop", "web-0");
        if (withEntry) {
            Pods.array(json, "spec", "ephemeralContainers").addObject().put("name", NAME);
        }
        wire.json(200, json.toString());
    }

    private static boolean isPatch(Request request) {
        return request.method().equals("PATCH");
    }

    @Test
    void oneStrictPatchAddsTheEntry() throws Exception {
        with((r, wire) -> answerPod(wire, true), (cluster, server) -> {
            assertThat(cluster.attach(pod, spec).pod().ephemeralContainer(NAME)).isPresent();
            Request patch = server.requests().get(0);
            assertThat(patch.path())
                    .isEqualTo("/api/v1/namespaces/shop/pods/web-0/ephemeralcontainers"
                            + "?fieldManager=distroless-scan&fieldValidation=Strict");
            assertThat(patch.header("Content-Type")).startsWith("application/strategic-merge-patch+json");
            assertThat(server.requests()).hasSize(1);
        });
    }

    @Test
    void aDryRunSaysSoToTheServer() throws Exception {
        with((r, wire) -> answerPod(wire, true), (cluster, server) -> {
            cluster.dryRun(pod, spec);
            assertThat(server.requests())
                    .singleElement()
                    .satisfies(r -> assertThat(r.path()).endsWith("&dryRun=All"));
        });
    }

    @Test
    void aPodThatIsAtAnotherVersionByNowHasToBeReadAgain() throws Exception {
        Script changed = (r, wire) -> wire.status(409, "Conflict", "the object has been modified");
        with(changed, (cluster, server) -> {
            assertThat(failure(() -> cluster.dryRun(pod, spec)).kind()).isEqualTo(Kind.CONFLICT);
            assertThat(failure(() -> cluster.attach(pod, spec)).kind()).isEqualTo(Kind.CONFLICT);
            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(r -> assertThat(r.body())
                            .contains("\"resourceVersion\":\"" + pod.facts().resourceVersion() + "\""));
        });
    }

    /** The first request was stored and its answer lost, so that the second one is in conflict with it. */
    @Test
    void aConflictWithOurOwnLostRequestIsNone() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        Script lost = (r, wire) -> {
            if (!isPatch(r)) {
                answerPod(wire, reads.incrementAndGet() > 1);
            } else if (patches.get() == 1) {
                wire.socket().close();
            } else {
                wire.status(409, "Conflict", "the object has been modified");
            }
        };
        with(lost, (cluster, server) -> {
            assertThat(cluster.attach(pod, spec).pod().ephemeralContainer(NAME)).isPresent();
            assertThat(patches).hasValue(2);
        });
    }

    @Test
    void anAnswerThatWasLostIsLookedForAndNotAskedAgain() throws Exception {
        Script storedThenCut = (r, wire) -> {
            if (isPatch(r)) {
                wire.socket().close();
            } else {
                answerPod(wire, true);
            }
        };
        with(storedThenCut, (cluster, server) -> {
            assertThat(cluster.attach(pod, spec).pod().ephemeralContainer(NAME)).isPresent();
            assertThat(patches).hasValue(1);
        });
    }

    @Test
    void whateverFollowsAnAnswerThatLeavesDoubtSaysThatItIsNotKnown() throws Exception {
        Script notUnderstood = (r, wire) -> wire.json(200, "[]");
        Script lostThenForbidden = (r, wire) -> {
            if (isPatch(r)) {
                wire.socket().close();
            } else {
                wire.status(403, "Forbidden", "no more");
            }
        };
        Script alwaysBroken = (r, wire) -> {
            if (isPatch(r)) {
                wire.status(500, "InternalError", "etcd");
            } else {
                answerPod(wire, false);
            }
        };
        for (Script script : List.of(notUnderstood, lostThenForbidden, alwaysBroken)) {
            with(
                    script,
                    (cluster, server) -> assertThatThrownBy(() -> cluster.attach(pod, spec))
                            .isInstanceOfSatisfying(
                                    ScanException.class,
                                    e -> assertThat(e.kind()).isEqualTo(Kind.CONNECTION)));
        }
    }

    @Test
    void whatWasNotStoredIsAskedAgain() throws Exception {
        for (int code : new int[] {0, 429, 500, 503}) {
            patches.set(0);
            Script failsOnce = (r, wire) -> {
                if (!isPatch(r)) {
                    answerPod(wire, false);
                } else if (patches.get() > 1) {
                    answerPod(wire, true);
                } else if (code == 0) {
                    wire.socket().close();
                } else {
                    wire.status(code, "x", "try again");
                }
            };
            with(failsOnce, (cluster, server) -> {
                assertThat(cluster.attach(pod, spec).pod().ephemeralContainer(NAME))
                        .isPresent();
                assertThat(server.requests()).extracting(Request::method).containsExactly("PATCH", "GET", "PATCH");
            });
        }
    }

    @Test
    void aServerThatRepeatsItselfOnRetryAfterZeroIsNotPatchedBehindOurBack() throws Exception {
        Script busy = (r, wire) -> {
            if (isPatch(r)) {
                wire.send(503, "Retry-After: 0\r\n", "");
            } else {
                answerPod(wire, true);
            }
        };
        with(busy, (cluster, server) -> {
            cluster.attach(pod, spec);
            assertThat(patches).hasValue(1);
        });
    }

    @Test
    void refusalsAreFinal() throws Exception {
        for (int code : new int[] {400, 401, 403, 404, 422}) {
            patches.set(0);
            with((r, wire) -> wire.status(code, "x", "no"), (cluster, server) -> {
                failure(() -> cluster.attach(pod, spec));
                assertThat(patches).as("after %s", code).hasValue(1);
            });
        }
    }

    @Test
    void endlessTroubleEnds() throws Exception {
        Script broken = (r, wire) -> {
            if (isPatch(r)) {
                wire.status(503, "x", "down");
            } else {
                answerPod(wire, false);
            }
        };
        with(broken, (cluster, server) -> {
            assertThat(failure(() -> cluster.attach(pod, spec)).kind()).isEqualTo(Kind.CONNECTION);
            assertThat(patches).hasValue(3);
        });
    }

    @Test
    void aPodThatWasReplacedMeanwhileIsLeftAlone() throws Exception {
        Script replaced = (r, wire) -> {
            if (isPatch(r)) {
                wire.status(429, "x", "busy");
            } else {
                ObjectNode other = Pods.json("shop", "web-0");
                ((ObjectNode) other.path("metadata")).put("uid", "another");
                wire.json(200, other.toString());
            }
        };
        with(replaced, (cluster, server) -> {
            ScanException e = failure(() -> cluster.attach(pod, spec));
            assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
            assertThat(e).hasMessageContaining("replaced");
            assertThat(patches).hasValue(1);
        });
    }

    @Test
    void readsAreRepeatedAFewTimes() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        Script flaky = (r, wire) -> {
            switch (reads.incrementAndGet()) {
                case 1 -> wire.socket().close();
                case 2 -> wire.send(429, "Retry-After: 1\r\n", "");
                default -> answerPod(wire, false);
            }
        };
        with(flaky, (cluster, server) -> {
            assertThat(cluster.pod("shop", "web-0").name()).isEqualTo("web-0");
            assertThat(reads).hasValue(3);
        });
        reads.set(0);
        Script down = (r, wire) -> {
            reads.incrementAndGet();
            wire.send(502, "", "<html>bad gateway");
        };
        with(down, (cluster, server) -> {
            assertThat(failure(() -> cluster.pod("shop", "web-0")))
                    .hasMessageContaining("HTTP 502")
                    .hasMessageContaining("also when asked again");
            assertThat(reads).hasValue(3);
        });
    }
}
