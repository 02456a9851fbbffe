package io.github.sparknn.benchmarks;

/** A scored row of {@link ScoringTable} as a bean. */
public class ScoredOrder {
  private long id;
  private String country;
  private double amount;
  private double prediction;
  private double probability;

  static ScoredOrder of(Order order, double probability) {
    ScoredOrder scored = new ScoredOrder();
    scored.id = order.getId();
    scored.country = order.getCountry();
    scored.amount = order.getAmount();
    scored.prediction = OnnxScoring.prediction(probability);
    scored.probability = probability;
    return scored;
  }

  /** The key. */
  public long getId() {
    return id;
  }

  /** Sets the key. */
  public void setId(long id) {
    this.id = id;
  }

  /** One of a dozen. */
  public String getCountry() {
    return country;
  }

  /** Sets the country. */
  public void setCountry(String country) {
    this.country = country;
  }

  /** Any number. */
  public double getAmount() {
    return amount;
  }

  /** Sets the amount. */
  public void setAmount(double amount) {
    this.amount = amount;
  }

  /** 0.0 or 1.0. */
  public double getPrediction() {
    return prediction;
  }

  /** Sets the prediction. */
  public void setPrediction(double prediction) {
    this.prediction = prediction;
  }

  /** Of class 1. */
  public double getProbability() {
    return probability;
  }

  /** Sets the probability. */
  public void setProbability(double probability) {
    this.probability = probability;
  }
}
