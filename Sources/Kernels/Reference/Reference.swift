/// Plain scalar versions of all kernels: what each one computes, in the fewest words.
///
/// They are the oracle of the tests and the place to look up a definition. Sums are accumulated in double
/// precision, so that the rounding of a fast kernel is measured and not that of the reference. The arguments are those of the
/// functions of the same name in `Kernels`, without the thread pool.
public enum Reference {}
