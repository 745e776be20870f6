-- Print one JSON line: requests a second, p50 and p95 in milliseconds, errors.
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('{"rps": %.1f, "p50_ms": %.2f, "p95_ms": %.2f, "errors": %d}\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
