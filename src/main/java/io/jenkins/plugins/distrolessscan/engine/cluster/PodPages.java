package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.cluster.ApiTransport.Reply;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.Capacity;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists pods page by page, so that memory depends on the page and on the facts, not on the namespace. */
final class PodPages {
    private static final int MAX_PAGE_BYTES = 32 << 20;
    private static final int PAGE = 50;
    private static final int MAX_PODS = Capacity.PODS;

    private final ApiCalls calls;
    private final PodReader reader;

    PodPages(ApiCalls calls, PodReader reader) {
        this.calls = calls;
        this.reader = reader;
    }

    List<PodFacts> read(String path, String namespace, Optional<String> labelSelector) throws ScanException {
        Optional<List<PodFacts>> found = all(path, namespace, labelSelector);
        // A list that takes long outlives the server's snapshot (410); it is begun once more.
        if (found.isEmpty()) {
            found = all(path, namespace, labelSelector);
        }
        return found.orElseThrow(() -> new ScanException(
                Kind.CONNECTION,
                "Cannot list the pods of namespace \"" + namespace
                        + "\": the list expires before it is read; give a narrower labelSelector."));
    }

    private Optional<List<PodFacts>> all(String path, String namespace, Optional<String> labelSelector)
            throws ScanException {
        List<PodFacts> found = new ArrayList<>();
        String next = "";
        do {
            ApiRequest request = ApiRequest.get(
                    path + "?limit=" + PAGE
                            + labelSelector
                                    .map(s -> "&labelSelector=" + ServerAddress.encode(s))
                                    .orElse("")
                            + (next.isEmpty() ? "" : "&continue=" + ServerAddress.encode(next)),
                    "list the pods of namespace \"" + namespace + "\"",
                    namespace,
                    new Right("list", "", "pods", ""));
            Reply reply = calls.send(request, MAX_PAGE_BYTES);
            if (reply.code() == 410 && !next.isEmpty()) {
                return Optional.empty();
            }
            ApiJson list = calls.parse(request, reply);
            list.path("items").forEach(pod -> found.add(reader.read(pod)));
            if (found.size() > MAX_PODS) {
                throw new ScanException(
                        Kind.UNSUPPORTED,
                        "More than " + MAX_PODS + " pods match in namespace \"" + namespace
                                + "\"; give a labelSelector that names fewer.");
            }
            String token = list.path("metadata").path("continue").asText("");
            if (!token.isEmpty() && (token.equals(next) || list.path("items").isEmpty())) {
                throw new ScanException(
                        Kind.UNSUPPORTED,
                        "Cannot list the pods of namespace \"" + namespace + "\": the server's pages do not end.");
            }
            next = token;
        } while (!next.isEmpty());
        return Optional.of(found);
    }
}
